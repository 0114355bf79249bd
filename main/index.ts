import { startApplication } from './application';

startApplication();
