"""The counts of the second counter, one module for each kind of decision. `second_counter.py` calls them."""
