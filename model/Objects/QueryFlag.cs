namespace Orleans.Kube.Model;

/// <summary>Booleans in queries, as k8s.io/apimachinery reads them: whatever is there and does not say false is true.</summary>
public static class QueryFlag
{
    /// <summary>Whether a parameter is set; null is one that is not there.</summary>
    public static bool IsSet(string? value) =>
        value is not null && value != "0" && !value.Equals("false", StringComparison.OrdinalIgnoreCase);
}
