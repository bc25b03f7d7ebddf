namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>The reasons that a rule of a schema may give.</summary>
[Closed]
public static class FieldValueErrorReason
{
    public const string Duplicate = "FieldValueDuplicate";
    public const string Forbidden = "FieldValueForbidden";
    public const string Invalid = "FieldValueInvalid";
    public const string Required = "FieldValueRequired";
}
