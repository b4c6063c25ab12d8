/** Who holds the lock of an inventory on the controller. */
export interface LockOwner {
  readonly run: string;
  /** The locked inventory, its real path. */
  readonly inventory: string;
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** When the process began, as far as the system tells: a process id is used again some day. */
  readonly started: string | null;
  /** When the lock was taken, ISO 8601, UTC. */
  readonly at: string;
  /** From then on another host may take it over. */
  readonly expires: string;
}
