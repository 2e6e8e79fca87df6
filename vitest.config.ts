import { defineConfig } from 'vitest/config';
import { withoutPrograms } from './test/support/programs/path.ts';

process.env.PATH = withoutPrograms(process.env.PATH ?? '');

const slow = { testTimeout: 120_000, hookTimeout: 1_800_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/git/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'tools', include: ['test/tools/**/*.test.ts'], ...slow } },
      {
        test: {
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
          globalSetup: ['test/support/global-cluster.ts'],
          maxWorkers: 2,
          ...slow,
        },
      },
      {
        test: {
          name: 'controllers',
          include: ['test/controllers/**/*.test.ts'],
          globalSetup: ['test/support/global-cluster.ts'],
          // each file has the cluster's controllers to itself
          maxWorkers: 1,
          ...slow,
        },
      },
    ],
  },
});
