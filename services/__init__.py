"""What people can do: one function per sentence, one transaction each."""
