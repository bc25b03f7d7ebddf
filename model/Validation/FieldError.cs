using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// One thing wrong with a field, in Kubernetes' words (k8s.io/apimachinery/pkg/util/validation/field): <see cref="Field"/> is a path such as
/// <c>spec.containers[0].name</c>, <see cref="Reason"/> a constant of <see cref="CauseType"/>, <see cref="Body"/> the message without the path.
/// </summary>
public sealed record FieldError(string Field, string Reason, string Body)
{
    public static FieldError Required(string field, string detail = "") => new(field, CauseType.FieldValueRequired, With("Required value", detail));

    public static FieldError Invalid(string field, object? value, string detail) =>
        new(field, CauseType.FieldValueInvalid, With($"Invalid value: {Show(value)}", detail));

    /// <summary>A value of another type than the schema has.</summary>
    public static FieldError TypeInvalid(string field, object? value, string detail) => Invalid(field, value, detail) with { Reason = CauseType.FieldValueTypeInvalid };

    public static FieldError NotSupported(string field, object? value, IEnumerable<string> supported)
    {
        var values = string.Join(", ", supported.Select(v => $"\"{v}\""));
        return new(field, CauseType.FieldValueNotSupported, $"Unsupported value: {Show(value)}" + (values.Length == 0 ? "" : $": supported values: {values}"));
    }

    public static FieldError Duplicate(string field, object? value, string detail = "") => new(field, CauseType.FieldValueDuplicate, With($"Duplicate value: {Show(value)}", detail));

    public static FieldError Forbidden(string field, string detail) => new(field, CauseType.FieldValueForbidden, With("Forbidden", detail));

    public static FieldError Internal(string field, string detail) => new(field, CauseType.InternalError, With("Internal error", detail));

    public static FieldError NotFound(string field, object? value) => new(field, CauseType.FieldValueNotFound, $"Not found: {Show(value)}");

    public static FieldError TooLong(string field, int maximum) =>
        new(field, CauseType.FieldValueTooLong, $"Too long: may not be more than {maximum} bytes");

    public static FieldError TooMany(string field, int actual, int maximum) =>
        new(field, CauseType.FieldValueTooMany, $"Too many: {actual}: must have at most {maximum} items");

    /// <summary>The errors as one sentence: alone as it is, several in brackets.</summary>
    public static string Join(IReadOnlyList<FieldError> errors)
    {
        var messages = errors.Select(e => e.ToString()).Distinct().ToList();
        return messages.Count == 1 ? messages[0] : $"[{string.Join(", ", messages)}]";
    }

    public override string ToString() => $"{Field}: {Body}";

    private static string With(string head, string detail) => detail.Length == 0 ? head : $"{head}: {detail}";

    internal static string Show(object? value) => value switch
    {
        null => "\"null\"",
        string text => GoText.Quote(text),
        Quantity quantity => $"\"{quantity}\"",
        BareName bare => bare.Text,
        bool flag => flag ? "true" : "false",
        IntOrString => GoSyntax.Of(value),
        DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss '+0000 UTC'", System.Globalization.CultureInfo.InvariantCulture),
        double number => GoText.Number(number),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => GoSyntax.Of(value),
    };
}
