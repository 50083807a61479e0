"""Other people's formats: spreadsheets that come in and go out."""
