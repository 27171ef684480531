"""What comes in, as Bolt has it: the door, the app with its listeners, and what stands before them. Outside it only `channel`,
`socket` and `setup/install` import Bolt."""
