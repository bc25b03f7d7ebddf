namespace Orleans.Kube.Grains;

/// <summary>Random uids (RFC 9562, version 4), as Kubernetes makes them.</summary>
public sealed class RandomUidSource : IUidSource
{
    public string NewUid() => Guid.NewGuid().ToString();
}
