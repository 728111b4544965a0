/** A whole group on one machine, to be tried and to be hurt. */
package io.ringfence.app.demo;
