"""The private zone: where reports are opened, cases worked, letters written and publications checked.

Each app below owns one part of the work; an app pulls from the ones under it and never knows the ones above.
"""
