"""What is held about one person, a file for each thing that it is about; `personal_data` puts them together."""
