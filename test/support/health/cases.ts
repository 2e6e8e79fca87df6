import { CONVENTIONS } from './conventions.ts';
import { JOBS } from './jobs.ts';
import { MACHINERY } from './machinery.ts';
import { NETWORK } from './network.ts';
import type { HealthCase } from './object.ts';
import { PODS } from './pods.ts';
import { WORKLOADS } from './workloads.ts';

/** Live objects, how they are, and where kstatus has it otherwise. */
export const HEALTH_CASES: readonly HealthCase[] = [
  ...WORKLOADS,
  ...PODS,
  ...JOBS,
  ...NETWORK,
  ...MACHINERY,
  ...CONVENTIONS,
];
