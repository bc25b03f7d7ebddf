using System.Collections;
using System.Globalization;
using System.Text;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// Collects the errors of one validation while it walks an object. <see cref="At(string)"/> steps into a field, and every error is placed below
/// the field where the walk is; a path is put together only when there is an error. Not thread-safe, used once.
/// </summary>
public sealed class FieldErrors : IReadOnlyList<FieldError>
{
    /// <summary>How Kubernetes writes the path of the object itself.</summary>
    public const string Whole = "[]";

    private readonly record struct Step(string Name, int Index, string? Key);

    private readonly List<FieldError> _errors = [];
    private Step[] _steps = new Step[8];
    private int _depth;

    public int Count => _errors.Count;

    public FieldError this[int index] => _errors[index];

    public List<FieldError>.Enumerator GetEnumerator() => _errors.GetEnumerator();

    IEnumerator<FieldError> IEnumerable<FieldError>.GetEnumerator() => _errors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _errors.GetEnumerator();

    /// <summary>Steps into a field until the scope is disposed.</summary>
    public Scope At(string name) => Enter(new Step(name, -1, null));

    /// <summary>Steps into an item of a list: <c>containers[0]</c>.</summary>
    public Scope At(string name, int index) => Enter(new Step(name, index, null));

    /// <summary>Steps into an entry of a map: <c>limits[cpu]</c>.</summary>
    public Scope At(string name, string key) => Enter(new Step(name, -1, key));

    public void Add(FieldError error) => _errors.Add(error);

    public void AddRange(IEnumerable<FieldError> errors) => _errors.AddRange(errors);

    public void Required(string field, string detail = "") => Add(FieldError.Required(Path(field), detail));

    public void Invalid(string field, object? value, string detail) => Add(FieldError.Invalid(Path(field), value, detail));

    /// <summary>Wrong as a whole, without a value to show.</summary>
    public void Invalid(string field, string detail) => Add(new FieldError(Path(field), CauseType.FieldValueInvalid, $"Invalid value: {detail}"));

    /// <summary>An error per message; nothing when there is none.</summary>
    public void InvalidEach(string field, object? value, IEnumerable<string> messages)
    {
        if (ReferenceEquals(messages, Names.Fine)) return;
        foreach (var message in messages) Invalid(field, value, message);
    }

    public void NotSupported(string field, object? value, params IReadOnlyCollection<string> supported) =>
        Add(FieldError.NotSupported(Path(field), value, supported));

    public void Duplicate(string field, object? value) => Add(FieldError.Duplicate(Path(field), value));

    public void Forbidden(string field, string detail) => Add(FieldError.Forbidden(Path(field), detail));

    public void NotFound(string field, object? value) => Add(FieldError.NotFound(Path(field), value));

    public void TooLong(string field, int maximum) => Add(FieldError.TooLong(Path(field), maximum));

    public void TooMany(string field, int actual, int maximum) => Add(FieldError.TooMany(Path(field), actual, maximum));

    /// <summary>"must be greater than or equal to 0" unless it is.</summary>
    public void NonNegative(string field, long value)
    {
        if (value < 0) Invalid(field, value, "must be greater than or equal to 0");
    }

    public void NonNegative(string field, long? value)
    {
        if (value < 0) NonNegative(field, value.Value);
    }

    /// <summary>"cannot be greater than" what <paramref name="of"/> names, unless it is not.</summary>
    public void NotAbove(string field, int value, int limit, string of)
    {
        if (value > limit) Invalid(field, value, $"cannot be greater than {of}");
    }

    /// <summary>An immutable field: the new value must equal the old.</summary>
    public void Immutable(string field, object? value, object? old, string message = "field is immutable")
    {
        if (!Structural.Equal(value, old)) Invalid(field, value, message);
    }

    /// <summary>The full path of a field below where the walk is; "" is that place itself.</summary>
    public string Path(string field)
    {
        var text = new StringBuilder();
        for (var i = 0; i < _depth; i++) Append(text, _steps[i]);
        if (field.Length > 0) (text.Length > 0 && field[0] != '[' ? text.Append('.') : text).Append(field);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Step step)
    {
        if (text.Length > 0 && step.Name.Length > 0) text.Append('.');
        text.Append(step.Name);
        if (step.Index >= 0) text.Append('[').Append(step.Index.ToString(CultureInfo.InvariantCulture)).Append(']');
        if (step.Key is not null) text.Append('[').Append(step.Key).Append(']');
    }

    private Scope Enter(Step step)
    {
        if (_depth == _steps.Length) Array.Resize(ref _steps, _depth * 2);
        _steps[_depth++] = step;
        return new Scope(this);
    }

    /// <summary>A step into a field; disposing it steps out.</summary>
    public readonly ref struct Scope(FieldErrors owner)
    {
        public void Dispose() => owner._depth--;
    }
}
