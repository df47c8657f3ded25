import { column } from './grid.ts';

column('never started');
