import { expect, test } from 'vitest';
import { asked } from '../../src/remote/question.ts';
import { nudgeQuestion } from '../../src/remote/write/nudge.ts';
import { startLab } from '../lab/lab.ts';
import { facts } from '../support/facts.ts';
import { describeLab } from '../support/lab.ts';

function tunnel(name: string, remote: string): string {
  const options = `options:key=flow options:remote_ip=${remote}`;
  return `add-port br-int ${name} -- set Interface ${name} type=geneve ${options}`;
}

describeLab('a tunnel that gets the addresses of one whose name goes on', () => {
  test('is refused by OVS for good, and made after a nudge', async () => {
    await using lab = await startLab({ nodes: 1 });
    const [node] = lab.nodes;
    if (node === undefined) throw new Error('the lab is empty');
    const bridge = 'add-br br-int -- set Bridge br-int datapath_type=netdev';
    await node.sh(`ovs-vsctl ${bridge} -- ${tunnel('one', '198.19.0.51')}`);
    const swap = `del-port one -- ${tunnel('one', '198.19.0.52')} -- ${tunnel('two', '198.19.0.51')}`;
    await node.sh(`ovs-vsctl --no-wait ${swap}`);
    const wait = 'ovs-vsctl --timeout=5 wait-until Interface two';
    await node.sh(`${wait} 'ofport=-1'`);
    expect(await node.vsctl('get', 'Interface', 'two', 'error')).toContain('File exists');
    await node.sh(asked(nudgeQuestion({ ...facts().ovs, vsctl: 'ovs-vsctl', db: null }), 'b'));
    await node.sh(`${wait} 'ofport>0'`);
    expect(await node.vsctl('get', 'Interface', 'two', 'error')).toBe('[]');
  });
});
