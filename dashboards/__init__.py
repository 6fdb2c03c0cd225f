"""The dashboard: pages in Solara, one question a page, no mathematics. `dealsim dashboard` starts it.

The folder also travels inside the installed package, as `dealsim._dashboards`: so its modules import each other
relatively.
"""
