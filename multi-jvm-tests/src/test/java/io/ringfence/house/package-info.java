/** The rules of the house: what every source file of every module keeps to. */
package io.ringfence.house;
