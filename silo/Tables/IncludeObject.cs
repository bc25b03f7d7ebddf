using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Tables;

/// <summary>How much of each object a table's rows carry.</summary>
public enum IncludeObject
{
    Metadata,
    None,
    Object,
}

/// <summary>Reads the query parameter.</summary>
public static class IncludeObjectQuery
{
    /// <exception cref="StatusException">400: there is no such policy.</exception>
    public static IncludeObject IncludeObject(this ApiRequest request) => request.Query("includeObject") switch
    {
        null or "" or "Metadata" => Tables.IncludeObject.Metadata,
        "None" => Tables.IncludeObject.None,
        "Object" => Tables.IncludeObject.Object,
        var other => throw Failures.BadRequest($"Unable to convert to Table as requested: {FieldError.Invalid("includeObject", other, "must be 'Metadata', 'Object', 'None', or empty")}"),
    };
}
