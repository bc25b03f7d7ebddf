namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>How an answer ends, by its number on the wire.</summary>
public enum DnsCode : byte
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,

    /// <summary>The name does not exist (NXDOMAIN).</summary>
    NoSuchName = 3,

    NotImplemented = 4,
    Refused = 5,
}
