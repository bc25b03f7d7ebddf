namespace Orleans.Kube.Grains;

/// <summary>What a write does, as admission sees it.</summary>
public enum AdmissionOperation
{
    Create,
    Update,
    Delete,

    /// <summary>A connection to an object: exec, attach, port-forward, proxy.</summary>
    Connect,
}
