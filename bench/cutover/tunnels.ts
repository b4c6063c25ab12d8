import type { Lab, LabNode } from '../../test/lab/lab.ts';

/** All tunnels of all nodes: one that is made anew has another row, or another port number. */
export async function tunnelsOf({ nodes }: Lab): Promise<ReadonlySet<string>> {
  return new Set((await Promise.all(nodes.map(portsOf))).flat());
}

async function portsOf(node: LabNode): Promise<readonly string[]> {
  const find = ['--columns=_uuid,ofport', 'find', 'Interface', 'type=geneve'];
  const rows = await node.vsctl('-f', 'csv', '--no-headings', ...find);
  return rows.split('\n').filter((row) => Number(row.split(',')[1]) > 0);
}

/** Where its tunnels go to. */
export async function remotesOf(node: LabNode): Promise<readonly string[]> {
  const find = ['--bare', '--columns=options', 'find', 'Interface', 'type=geneve'];
  const text = await node.vsctl(...find);
  return [...text.matchAll(/remote_ip="?([^"\s]+)/g)].map(([, ip = '']) => ip).toSorted();
}
