"""The safe merge: old rendering, new rendering and the user's tree, as git objects."""
