"""What Stempel says, in each person's language: for chats, pages, files and the command line alike."""
