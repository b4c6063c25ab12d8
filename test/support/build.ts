import { execFileSync } from 'node:child_process';

/** What the end-to-end tests run is what ships: they always get a fresh build. */
export function setup(): void {
  execFileSync(process.execPath, ['.build/bundle.mjs'], { stdio: 'inherit' });
}
