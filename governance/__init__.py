"""Who decides, and how: definitions of value, votes, labels and priority sets. Pure: values in, values out."""
