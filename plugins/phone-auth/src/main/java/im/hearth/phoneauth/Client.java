package im.hearth.phoneauth;

/**
 * Where a request comes from.
 *
 * @param address its IP address
 * @param network what limits count by: the address, or the /64 of an IPv6 one
 * @param loopback whether it comes from this machine
 * @param device what the client says it is; at most 200 characters
 */
public record Client(String address, String network, boolean loopback, String device) {}
