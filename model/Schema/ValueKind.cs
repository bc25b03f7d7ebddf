namespace Orleans.Kube.Model.Schema;

/// <summary>What a value of the API is, as JSON sees it.</summary>
public enum ValueKind
{
    String,
    Int32,
    Int64,
    Boolean,

    /// <summary>Bytes in base64.</summary>
    Bytes,
    Time,
    MicroTime,
    Quantity,
    IntOrString,

    /// <summary>Any JSON.</summary>
    Any,

    /// <summary>A record with named fields.</summary>
    Struct,
    List,

    /// <summary>Values by free names.</summary>
    Map,
}
