using Orleans.Kube.Model.Expressions.Library;
using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Expressions;

/// <summary>What expressions of one place may speak of: variables with their types, and the functions. Immutable.</summary>
public sealed class CelEnvironment(IReadOnlyDictionary<string, CelType> variables)
{
    /// <summary>The type of <c>authorizer</c>.</summary>
    public static CelType Authorizer => Permissions.Authorizer;

    /// <summary>The type of <c>authorizer.requestResource</c>, which is a variable with a name of two parts.</summary>
    public static CelType RequestResource => Permissions.Resource;

    internal FunctionTable Functions { get; } = FunctionTable.Standard;

    /// <summary>The same with another variable, or another type of one.</summary>
    public CelEnvironment With(string name, CelType type) => new(new Dictionary<string, CelType>(variables, StringComparer.Ordinal) { [name] = type });

    internal CelType? Find(string name) => variables.GetValueOrDefault(name) ?? (Conversions.TypeNamed(name) is { } type ? CelType.TypeOf(type) : null);
}
