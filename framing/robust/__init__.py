"""How firm a difference is: other ways to make it, whom it rests on, labels shuffled, what could be found."""
