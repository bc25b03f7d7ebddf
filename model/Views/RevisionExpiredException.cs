namespace Orleans.Kube.Model.Views;

/// <summary>The history asked for has been compacted: the reader has to list again (HTTP 410, reason Expired).</summary>
public sealed class RevisionExpiredException(long asked, long oldest)
    : Exception($"too old resource version: {asked} ({oldest})")
{
    public long Asked { get; } = asked;

    public long Oldest { get; } = oldest;
}
