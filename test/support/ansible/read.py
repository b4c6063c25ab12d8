"""Reads inventories as Ansible does: paths in, one a line; what each says out, as one JSON list."""
import json
import sys

from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.vars.manager import VariableManager


def plain(value):
    """What JSON does not know: sets, dates."""
    return sorted(value, key=str) if isinstance(value, (set, frozenset)) else str(value)


def read(path):
    loader = DataLoader()
    inventory = InventoryManager(loader=loader, sources=[path])
    variables = VariableManager(loader=loader, inventory=inventory)
    hosts = []
    for host in inventory.hosts.values():
        found = variables.get_vars(host=host, include_hostvars=False, include_delegate_to=False)
        hosts.append({
            "name": host.name,
            "groups": sorted(group.name for group in host.get_groups() if group.name != "all"),
            "vars": {key: found[key] for key in found if key not in magic(variables)},
        })
    return hosts


KNOWN = {}


def magic(variables):
    """The names that Ansible adds by itself."""
    if "names" not in KNOWN:
        KNOWN["names"] = set(variables.get_vars(include_hostvars=False)) | {
            "inventory_file", "inventory_dir", "inventory_hostname", "inventory_hostname_short",
            "group_names", "ansible_facts",
        }
    return KNOWN["names"]


print(json.dumps([read(line.strip()) for line in sys.stdin], default=plain))
