"""What the radiologist says of a study: verdicts, marks, and a session that loses none of it."""
