/** Nothing of the caller's environment (OVS_RUNDIR, LC_ALL, …) may reach a node. */
export const hostEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C',
};
