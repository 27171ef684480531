"""The look that the console and the page share: letters, colours and controls, as files that a browser is given."""
