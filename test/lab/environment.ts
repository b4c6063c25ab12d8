/** Whose datapath OVS uses: its own in userspace (`netdev`), or the kernel's (`system`). */
export const datapath = process.env['LAB_DATAPATH'] === 'system' ? 'system' : 'netdev';

/** Nothing of the caller's environment (OVS_RUNDIR, LC_ALL, …) may reach a node. */
export const hostEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C',
  LAB_DATAPATH: datapath,
};
