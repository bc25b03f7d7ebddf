namespace Orleans.Kube.Model.Admission;

/// <summary>The values of PatchType.</summary>
[Closed]
public static class PatchType
{
    public const string JSONPatch = "JSONPatch";
}

/// <summary>The values of Operation.</summary>
public static class Operation
{
    public const string CREATE = "CREATE";
    public const string UPDATE = "UPDATE";
    public const string DELETE = "DELETE";
    public const string CONNECT = "CONNECT";
}
