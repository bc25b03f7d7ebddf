using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain interface whose grains are named by a <see cref="Guid"/> and a string.</summary>
public interface IGrainWithGuidCompoundKey : IGrain;
