"""What is measured: documents, references, measures and their catalog. Pure: values in, values out."""
