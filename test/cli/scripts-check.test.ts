import { playScripts } from './played-scripts.ts';

playScripts('check');
