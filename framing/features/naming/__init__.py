"""What persons, states, bodies and events are called: referents, their mentions, further aliases."""
