namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>What a question is answered with.</summary>
public sealed record DnsAnswer(DnsCode Code)
{
    public IReadOnlyList<DnsRecord> Answers { get; init; } = [];

    public IReadOnlyList<DnsRecord> Authorities { get; init; } = [];

    public IReadOnlyList<DnsRecord> Additional { get; init; } = [];

    /// <summary>Whether it comes from the zone itself.</summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>A name outside the zone that the answer leads to (CNAME) and that is to be looked up elsewhere; null when it is complete.</summary>
    public string? Continuation { get; init; }
}
