namespace Orleans.Kube.Client;

/// <summary>How a write is carried out.</summary>
public sealed record WriteOptions
{
    /// <summary>Who owns the fields that are written; null is the client's name.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Everything but the storing.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>Ignore</c>, <c>Warn</c> or <c>Strict</c>: what unknown fields lead to.</summary>
    public string? FieldValidation { get; init; }

    /// <summary>Server-side apply takes fields over from other managers instead of failing with a conflict.</summary>
    public bool Force { get; init; }

    internal RequestPath AddTo(RequestPath path, string? manager) => path
        .Query("fieldManager", FieldManager ?? manager).Query("dryRun", DryRun ? "All" : null)
        .Query("fieldValidation", FieldValidation).Query("force", Force);
}
