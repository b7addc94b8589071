"""Parameters that older API versions still take, though the SDK no longer names them."""

from simulator.catalogue import Parameter, Shape


def accepted_besides(shape: Shape, version: str) -> tuple[Parameter, ...]:
    return shape.parameters
