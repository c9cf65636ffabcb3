"""What is made of a hostile file so that people can look at it: pictures, pages, clips, covered faces.

Plain Python that runs in a sandbox. It never imports Django, and never opens the network, the vault or the desk.
"""
