using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Expressions;

namespace Orleans.Kube.Grains.Expressions;

/// <summary>A policy's own variables. Each is evaluated when it is first spoken of, and once; it may speak of those before it.</summary>
internal sealed class PolicyVariables(IReadOnlyList<Variable> variables, IReadOnlyDictionary<string, object?> known, CelBudget budget) : ICelFields
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CelFailure> _failures = new(StringComparer.Ordinal);

    public bool TryGet(string name, out object? value)
    {
        if (_values.TryGetValue(name, out value)) return true;
        if (_failures.TryGetValue(name, out var before)) throw before;
        if (variables.FirstOrDefault(v => v.Name == name) is not { } variable) return false;
        try
        {
            value = _values[name] = CelExpression.Of(variable.Expression).Evaluate(known, budget);
            return true;
        }
        catch (CelFailure failure) when (!failure.EndsAll)
        {
            throw _failures[name] = new CelFailure($"composited variable \"{name}\" fails to evaluate: {failure.Message}");
        }
    }
}
