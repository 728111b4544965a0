/** The runnable application: its command line, its HTTP, its status page. */
package io.ringfence.app;
