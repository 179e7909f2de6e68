"""What may be done, by whom, under which control: the model proposes, the gate disposes."""
