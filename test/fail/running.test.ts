import { ALL, column } from './grid.ts';

column('running', ALL);
