/**
 * What an event is worth and which number it is stored under: the rules of the contract §4–6 as pure functions over
 * {@code timeline}. Imports {@code log} and the hints of {@code delivery}; no input, output or clock.
 */
@NullMarked
package im.hongyan.persistence.judge;

import org.jspecify.annotations.NullMarked;
