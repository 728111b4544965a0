/** The command line. */
package io.ringfence.app.command;
