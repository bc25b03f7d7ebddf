namespace Orleans.Kube.Grains;

/// <summary>Where new objects get their uid from. Safe for use from any thread.</summary>
public interface IUidSource
{
    /// <summary>A uid that no object had before.</summary>
    string NewUid();
}
