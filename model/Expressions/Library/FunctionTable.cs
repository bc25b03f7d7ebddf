using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>The functions that expressions may call.</summary>
internal sealed class FunctionTable
{
    private static readonly Lazy<FunctionTable> Made = new(static () => new FunctionTable());

    private readonly Dictionary<string, List<Overload>> _overloads = new(StringComparer.Ordinal);

    private FunctionTable()
    {
        StandardOperators.Declare(this);
        Conversions.Declare(this);
        Texts.Declare(this);
        Times.Declare(this);
        Lists.Declare(this);
        Regexes.Declare(this);
        Urls.Declare(this);
        Quantities.Declare(this);
        Addresses.Declare(this);
        Formats.Declare(this);
        Optionals.Declare(this);
        Permissions.Declare(this);
    }

    /// <summary>The language's own functions and those that Kubernetes adds (https://kubernetes.io/docs/reference/using-api/cel/).</summary>
    public static FunctionTable Standard => Made.Value;

    public bool Knows(string function) => _overloads.ContainsKey(function);

    public IReadOnlyList<Overload> Of(string function) => _overloads.TryGetValue(function, out var overloads) ? overloads : [];

    public void Global(string name, CelType[] parameters, CelType result, Func<object?[], object?> body) => Add(new Overload(name, false, parameters, result, body));

    /// <summary>Declares a function that is called with a dot after its first parameter.</summary>
    public void Member(string name, CelType[] parameters, CelType result, Func<object?[], object?> body) => Add(new Overload(name, true, parameters, result, body));

    private void Add(Overload overload)
    {
        if (!_overloads.TryGetValue(overload.Function, out var known)) _overloads[overload.Function] = known = [];
        known.Add(overload);
    }
}
