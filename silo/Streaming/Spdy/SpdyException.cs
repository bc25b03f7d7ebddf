namespace Orleans.Kube.Silo.Streaming.Spdy;

/// <summary>The other end does not keep to SPDY/3.1, or asks for more than is given: the connection ends.</summary>
internal sealed class SpdyException(string message) : IOException(message);
