namespace Orleans.Kube.Silo.OpenApi;

/// <summary>Which dialect of OpenAPI a document is written in.</summary>
public enum OpenApiVersion
{
    /// <summary>Swagger 2.0: one document for everything.</summary>
    V2,

    /// <summary>OpenAPI 3.0: a document per group and version.</summary>
    V3,
}
